using System.Text;
using Photoseek.Embedding.Native;
using Photoseek.Embedding.Products;

namespace Photoseek.Embedding.Onnx;

/// <summary>The operators of this app, which graphs that it rewrites name.</summary>
internal static unsafe class OwnOperators
{
    /// <summary>Their domain.</summary>
    public const string Domain = "photoseek";

    // For the life of the process: every session looks the operators up here.
    private static readonly nint Registered = Register();

    /// <summary>Makes them known to a session that will be made.</summary>
    public static void AddTo(nint options) => OrtApi.AddOperatorDomain(options, Registered);

    private static nint Register()
    {
        nint domain;
        OrtApi.CreateOperatorDomain(Encoding.UTF8.GetBytes(Domain + '\0'), &domain);
        OrtApi.AddOperator(domain, ProductOperator.Describe());
        OrtApi.AddOperator(domain, PauseOperator.Describe());
        return domain;
    }
}
