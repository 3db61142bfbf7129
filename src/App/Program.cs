using Photoseek.App.Cli;

return await CommandLine.RunAsync(args);
