namespace Photoseek.App.Http.OpenApi;

/// <summary>What a field holds.</summary>
internal enum ApiType
{
    Text,
    Whole,
    Number,
    Truth,

    /// <summary>Bytes as they are, in a form.</summary>
    File,

    Object,
}
