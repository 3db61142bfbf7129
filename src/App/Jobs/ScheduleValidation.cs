using Microsoft.Extensions.Options;
using Photoseek.Indexing;

namespace Photoseek.App.Jobs;

/// <summary>Refuses a schedule that means nothing when the app starts, not when it should have fired.</summary>
internal sealed class ScheduleValidation(TimeProvider time) : IValidateOptions<SourceListOptions>
{
    public ValidateOptionsResult Validate(string? name, SourceListOptions options)
    {
        var problems = options.Items
            .Where(static source => !string.IsNullOrWhiteSpace(source.Schedule))
            .Select(source => (source.Name, Problem: SourceSchedule.Problem(source.Schedule!.Trim(), time.GetUtcNow())))
            .Where(static found => found.Problem is not null)
            .Select(static found => $"Sources (\"{found.Name}\"): {found.Problem}")
            .ToList();
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
