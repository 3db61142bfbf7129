using Photoseek.App.Http.Jobs;
using Photoseek.Indexing;

namespace Photoseek.App.Pages;

/// <summary>What became of what was asked for on the admin page, in words.</summary>
internal static class AdminWording
{
    /// <summary>Who says when a source is looked through.</summary>
    public static string Of(JobSchedule schedule)
    {
        var configured = schedule.Configured is { } when ? $"{schedule.Setting} is {when}" : $"{schedule.Setting} is not set";
        return schedule switch
        {
            { IsByHand: false } => configured,
            { Schedule: { } set } => $"set here to {set}; {configured}",
            _ => $"set here; {configured}",
        };
    }

    /// <summary>A sentence; null for nothing that is known.</summary>
    /// <param name="did">What was done, as the page's own address says it.</param>
    /// <param name="count">Of how many pictures.</param>
    public static string? Of(string? did, int count) => did switch
    {
        "paused" => "Indexing is paused: what is being worked on is finished, nothing else is begun.",
        "resumed" => "Indexing goes on.",
        "retry" => $"{Wording.Pictures(count)} will be tried again.",
        "ignore" => $"{Wording.Pictures(count)} put aside.",
        "missing" => "What is missing is being put on the work list; its run says how far it is.",
        "reembed" => "All pictures are being put on the work list, to be embedded again; the run says how far it is.",
        "sync" => "The source is being looked through.",
        "syncall" => "All sources are being looked through.",
        "schedule" => "The schedule is set.",
        "asconfigured" => "The source is looked through as it is configured.",
        "install" => "The model is being installed; its run says how far it is.",
        "removal" => $"{Wording.Pictures(count)} may go: the source is being looked through, and what is gone from it is hidden.",
        "noremoval" => "Nothing of that source waits for an answer any more.",
        "cancel" => "It stops within seconds.",
        "busy" => "That runs already.",
        nameof(StartOutcome.Started) => "The generation is being built; it is served by itself when it is complete.",
        nameof(StartOutcome.AlreadyBuilding) => "It is being built already.",
        nameof(StartOutcome.AlreadyServing) => "It is served already.",
        nameof(StartOutcome.AnotherIsBuilding) => "Another generation is being built: serve it or give it up first.",
        nameof(StartOutcome.UnknownModel) => "There is no such model on this machine.",
        nameof(StartOutcome.BrokenModel) => "The model cannot be loaded; the log says why.",
        nameof(FlipOutcome.Flipped) => "It is served now; the one before stays until it is dropped.",
        nameof(FlipOutcome.Unknown) => "There is no such generation.",
        nameof(FlipOutcome.Retired) => "It is not being built: start its model first.",
        nameof(FlipOutcome.NotComplete) => "It is not complete yet; it is served by itself when it is.",
        nameof(FlipOutcome.TooManyFailed) => "Too many pictures that can be found now have failed in it.",
        nameof(FlipOutcome.NotIndexed) => "Its index is still being built.",
        nameof(RollBackOutcome.RolledBack) => "The generation before is served again.",
        nameof(RollBackOutcome.NothingBefore) => "There is none to go back to.",
        nameof(RollBackOutcome.ModelMissing) => "The model of the generation before is no longer on this machine.",
        nameof(DropOutcome.Dropped) => "The generation is gone, with its vectors.",
        nameof(DropOutcome.Serving) => "What is served cannot be dropped.",
        nameof(DropOutcome.Busy) => "Something is using it; try again later.",
        _ => null,
    };
}
