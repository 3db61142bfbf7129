namespace Photoseek.App.Database;

/// <summary>The database cannot be used as it is. The message says what is wrong and what to do about it.</summary>
public sealed class DatabaseException : Exception
{
    public DatabaseException()
    {
    }

    public DatabaseException(string message)
        : base(message)
    {
    }

    public DatabaseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
