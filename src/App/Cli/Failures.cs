using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.App.Database;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Jobs;
using Photoseek.Search;

namespace Photoseek.App.Cli;

/// <summary>Failures that a person at a terminal can do something about, as a sentence.</summary>
internal static class Failures
{
    /// <returns>Null for a defect of the app itself, whose stack trace is wanted.</returns>
    public static string? Sentence(Exception exception) => exception switch
    {
        OptionsValidationException invalid => $"The configuration is not valid: {string.Join(" ", invalid.Failures)}",
        NpgsqlException database => $"Postgres: {database.Message}",
        ModelInstallException or PictureRefusedException or InvalidSearchException or ModelMismatchException or DatabaseException
            or JobConflictException or InvalidDataException or IOException or UnauthorizedAccessException or TimeoutException
            or InvalidOperationException => exception.Message,
        _ => null,
    };
}
