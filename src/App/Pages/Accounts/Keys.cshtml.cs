using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Photoseek.App.Access;

namespace Photoseek.App.Pages.Accounts;

/// <summary>Keys for programs, for administrators. No key opens this page.</summary>
[Authorize(Policies.Administer)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class KeysModel(AccessKeys keys) : PageModel
{
    public IReadOnlyList<AccessKey> All { get; private set; } = [];

    /// <summary>The key that was just made: it is shown now and never again.</summary>
    public string? Made { get; private set; }

    public string? Done { get; private set; }

    public string? Problem { get; private set; }

    public static IReadOnlyList<(string Scope, string Meaning)> Scopes =>
    [
        (Rights.Search, "search and look at pictures"),
        (Rights.Upload, "add, describe and delete pictures"),
        (Rights.Embed, "vectors of texts and pictures"),
        (Rights.Jobs, "watch and steer the background work"),
    ];

    public async Task OnGetAsync(CancellationToken cancellationToken) => All = await keys.ListAsync(cancellationToken);

    public async Task OnPostAddAsync(string? name, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        Problem = People.ProblemOf(name) ?? ProblemOf(scopes);
        if (Problem is null)
        {
            Made = await keys.AddAsync(name!, [.. scopes], User.Identity?.Name ?? "", cancellationToken);
            Problem = Made is null ? "A key of this name is there already." : null;
        }

        await ShowAsync(cancellationToken);
    }

    public async Task OnPostRevokeAsync(int id, CancellationToken cancellationToken)
    {
        Problem = await keys.RevokeAsync(id, cancellationToken) ? null : "There is no such key any more.";
        Done = Problem is null ? "The key opens nothing any more." : null;
        await ShowAsync(cancellationToken);
    }

    private static string? ProblemOf(IReadOnlyList<string> scopes) =>
        scopes.Count > 0 && scopes.All(Rights.Scopes.Contains) ? null : "Choose what the key opens.";

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        Response.StatusCode = Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        All = await keys.ListAsync(cancellationToken);
    }
}
