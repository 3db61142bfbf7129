using Microsoft.Extensions.Logging.Console;

namespace Photoseek.App.Hosting;

/// <summary>One line an event.</summary>
internal static class Logging
{
    /// <summary>For the web host: everything of note, on standard output; as JSON where <c>Logging:Format</c> is <c>json</c>.</summary>
    public static void ToConsole(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (string.Equals(configuration["Logging:Format"], "json", StringComparison.OrdinalIgnoreCase))
        {
            logging.AddJsonConsole(static options =>
            {
                options.TimestampFormat = "o";
                options.UseUtcTimestamp = true;
            });
        }
        else
        {
            logging.AddSimpleConsole(Format);
        }
    }

    /// <summary>For the command line: warnings on standard error, so that standard output is the verb's own.</summary>
    public static void ToStandardError(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);

        // What is to be said of the server is said where it is served from, not before each answer.
        logging.AddFilter("Photoseek.App.Database", LogLevel.Error);
        logging.AddSimpleConsole(Format);
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void Format(SimpleConsoleFormatterOptions options)
    {
        options.SingleLine = true;
        options.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
    }
}
