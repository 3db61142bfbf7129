using Microsoft.AspNetCore.Http.Features;

namespace Photoseek.App.Http;

/// <summary>How much a request may send, where its handler alone knows.</summary>
internal static class BodyLimit
{
    /// <summary>What whoever sent more is told.</summary>
    public static string Sentence(long most) => $"At most {most:N0} bytes are taken here.";

    /// <summary>Takes at most so many bytes. Before the body is read.</summary>
    /// <exception cref="RequestRefusedException">
    /// It says of itself that it is larger. The server throws away what is still coming, for some seconds: who is cut off while
    /// sending never reads the answer.
    /// </exception>
    public static void Set(HttpRequest request, long most)
    {
        if (request.ContentLength > most)
        {
            throw new RequestRefusedException(ProblemKind.TooLarge, Sentence(most));
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }
    }
}
