using Photoseek.Search;

namespace Photoseek.App.Http;

/// <summary>Answers an endpoint's known failures from the table of <see cref="Problems"/>.</summary>
/// <param name="fieldNames">What the endpoint calls the fields of a search, where it is not the same.</param>
/// <param name="invalidStatus">The status of a search that breaks a rule.</param>
internal sealed class ProblemFilter(IReadOnlyDictionary<string, string>? fieldNames = null, int invalidStatus = StatusCodes.Status400BadRequest) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception failure) when (Problems.KindOf(failure) is { } kind && !context.HttpContext.Response.HasStarted)
        {
            if (kind == ProblemKind.InvalidSearch)
            {
                kind = kind with { Status = invalidStatus };
            }

            if (failure is SearchBusyException)
            {
                context.HttpContext.Response.Headers.RetryAfter = "1";
            }

            return Problems.Describe(failure, kind, fieldNames);
        }
    }
}
