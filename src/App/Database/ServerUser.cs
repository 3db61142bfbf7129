namespace Photoseek.App.Database;

/// <summary>Who the cluster belongs to. PostgreSQL refuses to run as root; there it runs as the user that its package made.</summary>
internal sealed class ServerUser
{
    private const string PackageUser = "postgres";
    private static readonly TimeSpan _short = TimeSpan.FromSeconds(10);

    private ServerUser(string name, string id, bool isOther)
    {
        Name = name;
        Id = id;
        IsOther = isOther;
    }

    public string Name { get; }

    /// <summary>Numeric user id.</summary>
    public string Id { get; }

    /// <summary>Whether it is another user than the one that runs the app.</summary>
    public bool IsOther { get; }

    /// <exception cref="DatabaseException">The app runs as root and there is no ordinary user to run the server.</exception>
    public static async Task<ServerUser> FindAsync(CancellationToken cancellationToken)
    {
        var other = Environment.IsPrivilegedProcess;
        var name = other ? PackageUser : Environment.UserName;
        string[] arguments = other ? ["-u", name] : ["-u"];
        var id = await ProgramRun.RunAsync("id", arguments, _short, cancellationToken);
        return id.Succeeded
            ? new ServerUser(name, id.Output.Trim(), other)
            : throw new DatabaseException($"PostgreSQL refuses to run as root, and there is no user \"{name}\" to run it: make one (useradd --system {name}), run Photoseek as an ordinary user, or set ConnectionStrings__Postgres.");
    }

    /// <summary>Runs a program as this user.</summary>
    public Task<ProgramRun> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan deadline, CancellationToken cancellationToken) => IsOther
        ? ProgramRun.RunAsync("setpriv", [$"--reuid={Name}", $"--regid={Name}", "--init-groups", "--", program, .. arguments], deadline, cancellationToken)
        : ProgramRun.RunAsync(program, arguments, deadline, cancellationToken);

    /// <summary>Makes the folder this user's own, closed to all others, and says whether the user can reach it.</summary>
    public async Task<bool> TryOwnAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!IsOther)
        {
            return true;
        }

        var owned = await ProgramRun.RunAsync("chown", [$"{Name}:", folder], _short, cancellationToken);
        return owned.Succeeded && (await RunAsync("test", ["-w", folder, "-a", "-x", folder], _short, cancellationToken)).Succeeded;
    }

    /// <summary>Whether the folder belongs to this user and is closed to all others: nobody else can have put a socket there.</summary>
    public async Task<bool> OwnsAloneAsync(string folder, CancellationToken cancellationToken)
    {
        var owner = await ProgramRun.RunAsync("stat", ["-c", "%u %a %F", folder], _short, cancellationToken);
        return owner.Output.Trim() == $"{Id} 700 directory";
    }
}
