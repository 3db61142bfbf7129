namespace Photoseek.Testing.S3;

/// <summary>OpenStack Swift with its S3 interface: four servers on one device in a folder, and the memcached they want.</summary>
internal sealed class SwiftServer : S3Server
{
    private static readonly string[] Programs = ["/usr/bin/swift-proxy-server", "/usr/bin/swift-account-server", "/usr/bin/swift-container-server", "/usr/bin/swift-object-server", "/usr/bin/swift-ring-builder", "/usr/bin/memcached"];
    private static readonly Lazy<Task<SwiftServer>> Instance = new(StartAsync);

    // Swift reads its hash secrets from /etc/swift, which is only Debian's example, unless told so before it begins.
    private const string Launcher = """
        import runpy, sys
        from swift.common import utils
        utils.set_swift_dir(sys.argv[1])
        del sys.argv[:2]
        runpy.run_path(sys.argv[0], run_name='__main__')
        """;

    private SwiftServer(int port) => Port = port;

    public static string? Missing { get; } = Programs.All(File.Exists)
        ? null
        : "needs OpenStack Swift: run ./test.sh once, it installs it";

    public static Task<SwiftServer> GetAsync() => Instance.Value;

    private static async Task<SwiftServer> StartAsync()
    {
        var folder = NewFolder("swift");
        Directory.CreateDirectory(Path.Combine(folder, "devices", "d1"));
        string[] kinds = ["account", "container", "object"];
        var (proxy, cache) = (FreePort.Next(), FreePort.Next());
        await File.WriteAllTextAsync(Path.Combine(folder, "launch.py"), Launcher);
        await File.WriteAllTextAsync(Path.Combine(folder, "swift.conf"), "[swift-hash]\nswift_hash_path_suffix = tests\nswift_hash_path_prefix = tests\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "proxy.conf"), ProxySettings(folder, proxy, cache));
        foreach (var kind in kinds)
        {
            var port = FreePort.Next();
            await File.WriteAllTextAsync(Path.Combine(folder, $"{kind}.conf"), StorageSettings(folder, kind, port));
            await MakeRingAsync(Path.Combine(folder, $"{kind}.builder"), port);
        }

        var programs = GuardedPrograms.Start(
            folder,
            [
                $"/usr/bin/memcached -u {Environment.UserName} -l 127.0.0.1 -p {cache}",
                .. kinds.Append("proxy").Select(kind => $"/usr/bin/python3 launch.py {folder} /usr/bin/swift-{kind}-server {kind}.conf -v"),
            ]);
        var server = new SwiftServer(proxy) { AccessKey = "test:tester", SecretKey = "testing" };
        await server.ReadyAsync(programs);
        return server;
    }

    private static async Task MakeRingAsync(string builder, int port)
    {
        var deadline = TimeSpan.FromSeconds(30);
        await Commands.RunAsync(deadline, "/usr/bin/swift-ring-builder", builder, "create", "2", "1", "1");
        await Commands.RunAsync(deadline, "/usr/bin/swift-ring-builder", builder, "add", $"r1z1-127.0.0.1:{port}/d1", "1");
        await Commands.RunAsync(deadline, "/usr/bin/swift-ring-builder", builder, "rebalance");
    }

    // Swift's own half a second for a connection is too short for a machine on which all tests run at once: it then says
    // "reduce your request rate", leaves a server out for a minute, or an object out of its listing.
    private const string Patience = "conn_timeout = 10\nnode_timeout = 30";

    private static string Common(string folder, int port) => $"""
        bind_ip = 127.0.0.1
        bind_port = {port}
        workers = 0
        user = {Environment.UserName}
        swift_dir = {folder}
        log_address = {folder}/no-syslog
        """;

    private static string StorageSettings(string folder, string kind, int port) => $"""
        [DEFAULT]
        {Common(folder, port)}
        devices = {folder}/devices
        mount_check = false
        [pipeline:main]
        pipeline = {kind}-server
        [app:{kind}-server]
        use = egg:swift#{kind}
        {Patience}
        container_update_timeout = 30
        """;

    private static string ProxySettings(string folder, int port, int cache) => $"""
        [DEFAULT]
        {Common(folder, port)}
        [pipeline:main]
        pipeline = catch_errors gatekeeper healthcheck cache bulk s3api tempauth slo dlo proxy-server
        [app:proxy-server]
        use = egg:swift#proxy
        account_autocreate = true
        {Patience}
        error_suppression_limit = 10000
        [filter:catch_errors]
        use = egg:swift#catch_errors
        [filter:gatekeeper]
        use = egg:swift#gatekeeper
        [filter:healthcheck]
        use = egg:swift#healthcheck
        [filter:cache]
        use = egg:swift#memcache
        memcache_servers = 127.0.0.1:{cache}
        [filter:bulk]
        use = egg:swift#bulk
        [filter:s3api]
        use = egg:swift#s3api
        s3_acl = false
        location = us-east-1
        [filter:tempauth]
        use = egg:swift#tempauth
        user_test_tester = testing .admin
        [filter:slo]
        use = egg:swift#slo
        [filter:dlo]
        use = egg:swift#dlo
        """;
}
