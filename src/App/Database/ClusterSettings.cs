namespace Photoseek.App.Database;

/// <summary>postgresql.conf of a private cluster: what differs from the defaults, written at each start.</summary>
internal static class ClusterSettings
{
    private const long Mebibyte = 1024 * 1024;

    /// <param name="place">Where the cluster is.</param>
    /// <param name="memory">Bytes that this machine, or this container, has.</param>
    public static string Write(ClusterPlace place, long memory) => $"""
        # Written by Photoseek at each start; put changes of yours into postgresql.conf, below the include.
        listen_addresses = ''
        unix_socket_directories = {Quote(place.SocketFolder)}
        unix_socket_permissions = 0700
        max_connections = 100
        # Vectors that searches compare exactly are to lie in memory, a kilobyte each: loading the codes brings them there, if they take no more than a quarter of this.
        shared_buffers = {Bounded(memory / 4, 128, 8192)}MB
        effective_cache_size = {Bounded(memory / 2, 256, 65536)}MB
        # An HNSW graph that does not fit is built many times slower.
        maintenance_work_mem = {Bounded(memory / 8, 64, 2048)}MB
        max_wal_size = 2GB
        # Compiling costs more than these queries take.
        jit = off
        # Seven files, one a weekday, each begun anew; statements, which hold vectors and search words, stay out.
        logging_collector = on
        log_directory = {Quote(place.Logs)}
        log_filename = 'postgres-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0
        log_min_error_statement = panic
        log_checkpoints = off

        """;

    private static long Bounded(long bytes, long least, long most) => Math.Clamp(bytes / Mebibyte, least, most);

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
