using Microsoft.Extensions.Options;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing;

/// <summary>Says of each source by name what is wrong with it.</summary>
internal sealed class SourceListValidation : IValidateOptions<SourceListOptions>
{
    private const int NameLength = 100;
    private const int TokenLength = 16;

    public ValidateOptionsResult Validate(string? name, SourceListOptions options)
    {
        var failures = options.Items.SelectMany(Check).ToList();
        failures.AddRange(options.Items
            .GroupBy(static source => source.Name, StringComparer.OrdinalIgnoreCase)
            .Where(static group => group.Count() > 1)
            .Select(static group => $"Sources: {group.Count()} sources are called \"{group.Key}\"."));
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Check(SourceOptions source, int index)
    {
        var found = source.Type == SourceType.S3 ? CheckS3(source) : CheckFolder(source);
        return CheckName(source).Concat(found).Select(problem => $"Sources:{index} (\"{source.Name}\"): {problem}");
    }

    private static IEnumerable<string> CheckName(SourceOptions source)
    {
        if (source.Name != PlainText.Line(source.Name, NameLength))
        {
            yield return $"Name is required: one line of at most {NameLength} characters.";
        }

        if (source.Name.Equals(SourceRegistry.Uploads, StringComparison.OrdinalIgnoreCase) || source.Name.Equals(SourceRegistry.Demo, StringComparison.OrdinalIgnoreCase))
        {
            yield return "Name is one that the app uses itself.";
        }
    }

    private static IEnumerable<string> CheckFolder(SourceOptions source)
    {
        if (string.IsNullOrWhiteSpace(source.Folder))
        {
            yield return "Folder is required.";
        }

        if (source.WebhookToken is { Length: > 0 })
        {
            yield return "WebhookToken is for sources of type S3.";
        }
    }

    private static IEnumerable<string> CheckS3(SourceOptions source) => source.WebhookToken is { Length: > 0 and < TokenLength }
        ? S3Rules.Check(source.Endpoint, source.Bucket, source.AccessKey, source.SecretKey).Append($"WebhookToken must have at least {TokenLength} characters.")
        : S3Rules.Check(source.Endpoint, source.Bucket, source.AccessKey, source.SecretKey);
}
