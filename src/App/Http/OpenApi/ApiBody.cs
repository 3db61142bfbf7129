namespace Photoseek.App.Http.OpenApi;

/// <summary>What is sent to an endpoint.</summary>
/// <param name="ContentType">Of the request.</param>
/// <param name="Fields">What may be in it; none for what is not described.</param>
internal sealed record ApiBody(string ContentType, IReadOnlyList<ApiField> Fields)
{
    public bool Required { get; init; } = true;

    /// <summary>As JSON; null where none helps.</summary>
    public string? Example { get; init; }

    public static ApiBody Json(params ApiField[] fields) => new("application/json", fields);

    public static ApiBody Form(params ApiField[] fields) => new("multipart/form-data", fields);
}
