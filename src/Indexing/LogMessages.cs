using Microsoft.Extensions.Logging;

namespace Photoseek.Indexing;

internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Working on generation {Generation} ({State}): model {Model}, {Dimension} dimensions, {Owed} images newly owed a vector")]
    public static partial void WorkingOn(this ILogger log, int generation, string state, string model, int dimension, int owed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Generation {Generation} is not worked on here, its model {Model} cannot be had: {Reason}")]
    public static partial void WithoutModel(this ILogger log, int generation, string model, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Generation {Generation} serves with the model {Model}, which is no longer on this machine: {Next} serves instead, and finds more as it is built")]
    public static partial void ServingModelGone(this ILogger log, int generation, string model, string next);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Generation {Generation} serves with the model {Model}, which is not on this machine; as others serve it, it stays: searches here go by what is written until it is here")]
    public static partial void ServingModelMissing(this ILogger log, int generation, string model);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The database is away: nobody sees that pictures are indexed here")]
    public static partial void NotSeenIndexing(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The serving model {Model} cannot be loaded")]
    public static partial void ServingModelBroken(this ILogger log, Exception exception, string model);

    [LoggerMessage(Level = LogLevel.Error, Message = "The library's model {Serving} is not here, and the configured {Configured} cannot be loaded: searches go by what is written alone, and nothing is indexed")]
    public static partial void NoModel(this ILogger log, Exception exception, string serving, string configured);

    [LoggerMessage(Level = LogLevel.Error, Message = "The configured model {Model} cannot be loaded; what served before serves on")]
    public static partial void ConfiguredModelBroken(this ILogger log, Exception exception, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model {Model} cannot be loaded")]
    public static partial void ModelBroken(this ILogger log, Exception exception, string model);

    [LoggerMessage(Level = LogLevel.Information, Message = "The configured model {Model} is being built; what served before serves until it is complete")]
    public static partial void BuildingConfigured(this ILogger log, string model);

    [LoggerMessage(Level = LogLevel.Information, Message = "Generation {Generation} has all pictures; building its index")]
    public static partial void IndexingGeneration(this ILogger log, int generation);

    [LoggerMessage(Level = LogLevel.Information, Message = "Generation {Generation} (model {Model}) serves now")]
    public static partial void GenerationFlipped(this ILogger log, int generation, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Generation {Generation} (model {Model}) does not serve by itself: too many pictures that are found now have failed in it")]
    public static partial void GenerationHeldBack(this ILogger log, int generation, string model);

    [LoggerMessage(Level = LogLevel.Error, Message = "Generation {Generation} could not be completed; trying again in {Seconds:0} s")]
    public static partial void NotCompleted(this ILogger log, Exception exception, int generation, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Imported {Root}: {Accepted} new, {Duplicates} known, {Refused} refused, {Removed} removed; {Notice}")]
    public static partial void Imported(this ILogger log, string root, int accepted, int duplicates, int refused, int removed, string notice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot read {Key}")]
    public static partial void UnreadableFile(this ILogger log, Exception exception, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sidecar {Key} is passed over: {Reason}")]
    public static partial void SidecarPassedOver(this ILogger log, string key, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not look at what is due of {Source}; trying again in {Seconds:0} s")]
    public static partial void WatchBroke(this ILogger log, Exception exception, string source, double seconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Indexed {Kept} of {Count} pictures: embedded in {EmbedMs:0} ms, written after {TotalMs:0} ms")]
    public static partial void BatchDone(this ILogger log, int kept, int count, double embedMs, double totalMs);

    // One for each picture: what a search in the log begins with when somebody asks what became of theirs.
    [LoggerMessage(Level = LogLevel.Information, Message = "Embedded image {Id} ({FileName}), key {Key}: {Dimension} dimensions, {Ms:0} ms")]
    public static partial void PictureDone(this ILogger log, long id, string fileName, string key, int dimension, double ms);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Image {Id} ({FileName}) was not indexed at attempt {Attempt}: {Reason}")]
    public static partial void PictureNotIndexed(this ILogger log, long id, string fileName, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Image {Id} ({FileName}) was not indexed at attempt {Attempt}")]
    public static partial void PictureFailed(this ILogger log, Exception exception, long id, string fileName, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} pictures failed; its pictures are tried one by one")]
    public static partial void BatchSplit(this ILogger log, Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Handed back {Count} pictures")]
    public static partial void Released(this ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not hand back {Count} pictures; they come back when their leases end")]
    public static partial void NotReleased(this ILogger log, Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; trying again in {Seconds:0} s")]
    public static partial void DatabaseAway(this ILogger log, Exception exception, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Indexing broke; beginning anew in {Seconds:0} s")]
    public static partial void RunBroke(this ILogger log, Exception exception, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of run {Id} could not be kept; it will count as interrupted")]
    public static partial void RunNotEnded(this ILogger log, Exception exception, long id);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A metadata block could not be read")]
    public static partial void BrokenMetadata(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No thumbnail of image {Id}: {Reason}")]
    public static partial void NoThumbnail(this ILogger log, long id, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not take in {Folder}")]
    public static partial void ImportFailed(this ILogger log, Exception exception, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Working on text generation {Generation} ({State}): model {Model}, {Owed} pictures newly owed a text vector")]
    public static partial void WorkingOnTexts(this ILogger log, int generation, string state, string model, int owed);

    [LoggerMessage(Level = LogLevel.Information, Message = "The text model {Model} ({Dimension} dimensions) is worked on; what served before serves until it is complete")]
    public static partial void TextModelWanted(this ILogger log, string model, int dimension);

    [LoggerMessage(Level = LogLevel.Information, Message = "Text generation {Generation} (model {Model}) serves now")]
    public static partial void TextGenerationFlipped(this ILogger log, int generation, string model);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Embedded {Kept} of {Count} texts for text generation {Generation}")]
    public static partial void TextsDone(this ILogger log, int kept, int count, int generation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The text of image {Id} was not embedded at attempt {Attempt}: {Reason}")]
    public static partial void TextFailed(this ILogger log, long id, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Describing pictures with {Model}: {Owed} newly owed a caption")]
    public static partial void WorkingOnCaptions(this ILogger log, string model, int owed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Image {Id} was not described at attempt {Attempt}: {Reason}")]
    public static partial void CaptionFailed(this ILogger log, long id, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "What waits for Ollama goes on waiting: {Reason}")]
    public static partial void OllamaTrouble(this ILogger log, string reason);
}
