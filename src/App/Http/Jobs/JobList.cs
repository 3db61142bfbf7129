using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Http.Jobs;

/// <summary>All that there is to know of the background work.</summary>
/// <param name="Status">Figures.</param>
/// <param name="Jobs">Configured sources and their schedules.</param>
/// <param name="Runs">The newest runs.</param>
/// <param name="Generations">Newest first.</param>
/// <param name="Sources">Counts by source.</param>
/// <param name="Failures">Pictures that were given up, by reason.</param>
/// <param name="Refusals">What looking through the sources has refused, by source and reason.</param>
/// <param name="Texts">What is written about pictures, as vectors; with Ollama itself.</param>
/// <param name="Captions">What a model says of pictures.</param>
/// <param name="TextFailures">Texts that were given up.</param>
/// <param name="CaptionFailures">Pictures that were not described.</param>
internal sealed record JobList(
    StatusEvent Status, IReadOnlyList<JobSchedule> Jobs, IReadOnlyList<JobRun> Runs, IReadOnlyList<GenerationCounts> Generations,
    IReadOnlyList<SourceCounts> Sources, IReadOnlyList<FailureGroup> Failures, IReadOnlyList<RefusalGroup> Refusals,
    TextStatus Texts, CaptionStatus Captions, IReadOnlyList<FailureGroup> TextFailures, IReadOnlyList<FailureGroup> CaptionFailures);
