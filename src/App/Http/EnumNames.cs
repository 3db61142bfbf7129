namespace Photoseek.App.Http;

/// <summary>Names of enumerations as they are written in requests: lower case.</summary>
internal static class EnumNames
{
    public static bool TryRead<T>(string text, out T value)
        where T : struct, Enum
    {
        // Enum.TryParse takes numbers and upper case as well.
        value = default;
        return text.All(char.IsAsciiLetterLower) && Enum.TryParse(text, ignoreCase: true, out value);
    }

    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>The sentence for somebody who wrote something else.</summary>
    public static string Choices<T>()
        where T : struct, Enum => $"Must be one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}.";
}
