namespace Photoseek.Search.Queries;

/// <summary>What is being looked for beside the vectors of pictures meanwhile.</summary>
/// <param name="Words">By words; null in it when that took too long.</param>
/// <param name="Texts">By the vectors of what is written.</param>
internal sealed record WrittenLegs(Task<WordMatches?> Words, Task<TextMatches> Texts)
{
    public static readonly WrittenLegs None = new(Task.FromResult<WordMatches?>(WordMatches.None), Task.FromResult(TextMatches.Unused));
}
