using System.Globalization;

namespace Photoseek.App.Http;

/// <summary>Reads numbers from a query string and gathers what is wrong, so that one answer names it all.</summary>
internal sealed class QueryFields(IQueryCollection query)
{
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <summary>The text of a field; null when it is not there or empty.</summary>
    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    public int Whole(string name, int otherwise) => Text(name) switch
    {
        null => otherwise,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => Wrong(name, "Must be a whole number.", otherwise),
    };

    public long? Id(string name) => Text(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => Wrong<long?>(name, "Must be the number of an image.", null),
    };

    public double Number(string name, double otherwise) => Text(name) switch
    {
        null => otherwise,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => Wrong(name, "Must be a number.", otherwise),
    };

    public bool Truth(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => Wrong(name, "Must be true or false.", false),
    };

    public double? Number(string name) => Text(name) is null ? null : Number(name, 0);

    /// <summary>One of the names of an enumeration, in lower case.</summary>
    public T OneOf<T>(string name, T otherwise)
        where T : struct, Enum => Text(name) switch
        {
            null => otherwise,
            var text when EnumNames.TryRead<T>(text, out var value) => value,
            _ => Wrong(name, EnumNames.Choices<T>(), otherwise),
        };

    /// <summary>Says what is wrong with a field that could be read.</summary>
    public void Refuse(string name, string message) => _errors[name] = message;

    /// <exception cref="RequestRefusedException">A field that was read is wrong.</exception>
    public void RefuseWrong()
    {
        if (_errors.Count > 0)
        {
            throw new RequestRefusedException(ProblemKind.InvalidSearch, "One or more fields are wrong.") { Errors = _errors };
        }
    }

    private T Wrong<T>(string name, string message, T otherwise)
    {
        _errors[name] = message;
        return otherwise;
    }
}
