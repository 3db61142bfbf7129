namespace Photoseek.Search;

/// <summary>So many searches wait that one more would only be late: it was not begun.</summary>
public sealed class SearchBusyException() : TimeoutException("Too many searches are waiting: try again in a moment.");
