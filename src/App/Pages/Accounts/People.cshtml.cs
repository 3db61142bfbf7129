using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Photoseek.App.Access;

namespace Photoseek.App.Pages.Accounts;

/// <summary>Who may come in, for administrators.</summary>
[Authorize(Policies.Administer)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class PeopleModel(People people) : PageModel
{
    public IReadOnlyList<Person> Everybody { get; private set; } = [];

    public string? Done { get; private set; }

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (User.IsOwner())
        {
            return LocalRedirect("/setup");
        }

        Everybody = await people.ListAsync(cancellationToken);
        return Page();
    }

    public Task<IActionResult> OnPostAddAsync(string? name, string? password, Role role, CancellationToken cancellationToken) => ChangeAsync(
        People.ProblemOf(name) ?? Passwords.ProblemOf(password),
        async () => await people.AddAsync(name!, password!, role, cancellationToken) ? null : "Somebody has this name already.",
        $"{name} can sign in now.",
        cancellationToken);

    public Task<IActionResult> OnPostPasswordAsync(int id, string? password, CancellationToken cancellationToken) => ChangeAsync(
        Passwords.ProblemOf(password),
        async () => await people.SetPasswordAsync(id, password!, cancellationToken) ? null : Sentence(PersonChange.Unknown),
        "The password is changed, and all sessions with the old one are ended.",
        cancellationToken);

    public Task<IActionResult> OnPostRoleAsync(int id, Role role, CancellationToken cancellationToken) => ChangeAsync(
        null, async () => Sentence(await people.SetRoleAsync(id, role, cancellationToken)), "The role is changed.", cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync(int id, CancellationToken cancellationToken) => ChangeAsync(
        null, async () => Sentence(await people.RemoveAsync(id, cancellationToken)), "They cannot sign in any more.", cancellationToken);

    private static string? Sentence(PersonChange change) => change switch
    {
        PersonChange.Done => null,
        PersonChange.LastAdministrator => "This is the last administrator: nobody would be left to let anybody in.",
        _ => "There is no such person any more.",
    };

    private async Task<IActionResult> ChangeAsync(string? problem, Func<Task<string?>> change, string done, CancellationToken cancellationToken)
    {
        // The first person has to be an administrator, which is what setting up is for.
        if (User.IsOwner())
        {
            return LocalRedirect("/setup");
        }

        Problem = ModelState.IsValid ? problem ?? await change() : "This form was not complete.";
        Done = Problem is null ? done : null;
        Response.StatusCode = Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Everybody = await people.ListAsync(cancellationToken);
        return Page();
    }
}
