using Microsoft.Extensions.Options;
using Photoseek.App.Hosting;

namespace Photoseek.App.Http;

/// <summary>Answers an endpoint that is switched off, before anything is read.</summary>
/// <param name="isOn">The switch.</param>
/// <param name="sentence">What is switched off, and by which setting.</param>
internal sealed class SwitchFilter(Func<SwitchOptions, bool> isOn, string sentence) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        isOn(context.HttpContext.RequestServices.GetRequiredService<IOptions<SwitchOptions>>().Value)
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.Of(ProblemKind.SwitchedOff, sentence));
}
