using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Photoseek.App.Cli;

/// <summary>Output for programs: one JSON object a line, names in snake_case.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Option<bool> Option() => new("--json") { Description = "Print JSON, one object a line." };

    public static void Write<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, _options));
}
