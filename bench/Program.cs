using Photoseek.Bench;

// bench/run.sh <table>...|all [--short] [--json] [--minutes N]
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
return await Runner.RunAsync(args, stop.Token);
