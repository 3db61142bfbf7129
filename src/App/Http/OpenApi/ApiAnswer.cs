namespace Photoseek.App.Http.OpenApi;

/// <summary>An answer that the signature of an endpoint does not tell.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Meaning">A sentence.</param>
/// <param name="Body">The record that is written as JSON; null for none.</param>
/// <param name="ContentType">Of the answer; null for no body.</param>
internal sealed record ApiAnswer(int Status, string Meaning, Type? Body = null, string? ContentType = null)
{
    public static ApiAnswer Json(int status, string meaning, Type body) => new(status, meaning, body, "application/json");

    public static ApiAnswer Bytes(string meaning, string contentType) => new(StatusCodes.Status200OK, meaning, null, contentType);
}
