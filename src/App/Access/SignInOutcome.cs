namespace Photoseek.App.Access;

/// <summary>What became of a try to sign in.</summary>
public enum SignInOutcome
{
    Done,

    /// <summary>Name and password do not belong together; which of them is wrong is not told.</summary>
    Wrong,

    /// <summary>This name was tried too often within a minute.</summary>
    TooMany,
}
