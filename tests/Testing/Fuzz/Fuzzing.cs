using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Sdk;

namespace Photoseek.Testing.Fuzz;

/// <summary>
/// Checks a property with generated inputs: some thousands in the suite, as many as <c>PHOTOSEEK_TEST_FUZZ</c> says otherwise.
/// Each input comes from a seed of its own, so that the one that failed can be made again: <c>PHOTOSEEK_TEST_FUZZ_SEED</c>.
/// </summary>
public static class Fuzzing
{
    private const int InTheSuite = 3000;

    /// <summary>Makes inputs and checks each.</summary>
    /// <param name="make">An input from random numbers.</param>
    /// <param name="check">Throws where the property does not hold.</param>
    /// <param name="report">Told how many inputs there were and how long they took.</param>
    public static async Task RunAsync<T>(Func<Random, T> make, Func<T, Task> check, Action<string> report)
    {
        var count = Number("PHOTOSEEK_TEST_FUZZ", InTheSuite);
        var first = Number("PHOTOSEEK_TEST_FUZZ_SEED", 1);
        var watch = Stopwatch.StartNew();
        for (var seed = first; seed < first + count; seed++)
        {
            var input = make(new Random(seed));
            try
            {
                await check(input);
            }
            catch (Exception failure)
            {
                throw new XunitException($"Seed {seed}: {failure.Message}\nInput: {Show(input)}", failure);
            }
        }

        report(string.Create(CultureInfo.InvariantCulture, $"{count:N0} inputs, no failure, {watch.Elapsed.TotalSeconds:0.0} s"));
    }

    /// <inheritdoc cref="RunAsync{T}(Func{Random, T}, Func{T, Task}, Action{string})"/>
    public static Task RunAsync<T>(Func<Random, T> make, Action<T> check, Action<string> report) => RunAsync(
        make,
        input =>
        {
            check(input);
            return Task.CompletedTask;
        },
        report);

    private static string Show<T>(T input)
    {
        var text = input is byte[] bytes ? Encoding.Latin1.GetString(bytes) : input?.ToString() ?? "";
        return string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}"));
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
