using System.Diagnostics;
using System.Text.Json;

namespace Photoseek.Bench.Embedding;

/// <summary>Another program that makes vectors of pictures, kept running: one request and one answer a line.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, string name)
    {
        _process = process;
        Name = name;
    }

    /// <summary>What it calls itself, with its version.</summary>
    public string Name { get; }

    /// <summary>Starts it and waits until its model is loaded; null where it is not installed.</summary>
    public static async Task<Peer?> StartAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line is null)
        {
            process.Dispose();
            return null;
        }

        using var hello = JsonDocument.Parse(line);
        return new Peer(process, hello.RootElement.GetProperty("name").GetString()!);
    }

    /// <summary>The vectors of the files, of whatever length the peer leaves them.</summary>
    public async Task<float[][]> RunAsync(string[] files, int batch)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { files, batch }));
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{Name} ended.");
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.GetProperty("vectors").Deserialize<float[][]>()!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
