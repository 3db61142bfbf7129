using System.Text.Json;

namespace Photoseek.App.Backup;

/// <summary>The last file of a backup: what came before it. Without it a backup is not whole.</summary>
/// <param name="Format">How the file is laid out: <see cref="CurrentFormat"/>.</param>
/// <param name="Version">Of the app that made it.</param>
/// <param name="Schema">The last migration that the database has.</param>
/// <param name="Postgres">Major version of the server.</param>
/// <param name="MadeAt">When it was begun.</param>
/// <param name="Parts">What it holds.</param>
internal sealed record BackupManifest(int Format, string Version, string Schema, int Postgres, DateTimeOffset MadeAt, IReadOnlyList<BackupPart> Parts)
{
    public const int CurrentFormat = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Whether it holds a part with anything in it.</summary>
    public bool Has(string part) => Parts.Any(p => p.Name == part && p.Files > 0);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">It is none.</exception>
    public static async Task<BackupManifest> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync<BackupManifest>(stream, Json, cancellationToken) is { Parts: not null, Schema: not null } manifest
            ? manifest
            : throw new JsonException("It is empty.");
}
