namespace Photoseek.Testing.S3;

/// <summary>s3rver on Node: the package lies in tests/Testing/s3rver.</summary>
internal sealed class S3rverServer : S3Server
{
    private static readonly string Program = Repository.Path("tests", "Testing", "s3rver", "node_modules", "s3rver", "bin", "s3rver.js");
    private static readonly Lazy<Task<S3rverServer>> Instance = new(StartAsync);

    private S3rverServer(int port) => Port = port;

    public static string? Missing { get; } = File.Exists(Program)
        ? null
        : "needs s3rver: run ./test.sh once, it fetches it";

    public static Task<S3rverServer> GetAsync() => Instance.Value;

    private static async Task<S3rverServer> StartAsync()
    {
        var folder = NewFolder("s3rver");
        Directory.CreateDirectory(Path.Combine(folder, "files"));
        var port = FreePort.Next();

        // It enciphers where a long listing goes on with an algorithm that OpenSSL has put aside.
        var programs = GuardedPrograms.Start(folder, $"node --openssl-legacy-provider '{Program}' -d {folder}/files -a 127.0.0.1 -p {port} --silent");
        var server = new S3rverServer(port) { AccessKey = "S3RVER", SecretKey = "S3RVER" };
        await server.ReadyAsync(programs);
        return server;
    }
}
