using System.Globalization;
using Photoseek.Indexing;
using Photoseek.Search;

namespace Photoseek.App.Pages;

/// <summary>Figures as people write them.</summary>
public static class Wording
{
    /// <summary>"1 picture", "12 pictures", "12,345 pictures".</summary>
    public static string Pictures(long count) =>
        count == 1 ? "1 picture" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} pictures");

    /// <summary>"1 picture being indexed", "12 pictures wait: no instance indexes".</summary>
    public static string Pending(LibraryStatus status) => status switch
    {
        { Workers: > 0 } => $"{Pictures(status.Pending)} being indexed",
        { Pending: 1 } => "1 picture waits: no instance indexes",
        _ => $"{Pictures(status.Pending)} wait: no instance indexes",
    };

    /// <summary>"340 KB", "3.2 MB"; a megabyte is 1,048,576 bytes, as file managers count.</summary>
    public static string Bytes(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1024d)}\u00a0KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576d:0.#}\u00a0MB");

    /// <summary>"8 ms", "1.4 s".</summary>
    public static string Latency(TimeSpan latency) => latency < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(latency.TotalMilliseconds))} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{latency.TotalSeconds:0.0} s");

    /// <summary>"40 s", "12 min", "3 h 20 min", "2 days".</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(span.TotalSeconds))} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(span.TotalMinutes)} min"),
        { TotalHours: < 36 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(span.TotalDays)} days"),
    };

    /// <summary>"Saturday, 5 July 2008, 14:03".</summary>
    public static string Moment(DateTime moment) => moment.ToString("dddd, d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"1/125 s, f/2.8, ISO 200, 50 mm"; null where the picture says nothing of it.</summary>
    public static string? Exposure(PictureDetails picture)
    {
        List<string> parts = [];
        if (picture.Exposure is > 0 and var seconds)
        {
            parts.Add(seconds < 0.4
                ? string.Create(CultureInfo.InvariantCulture, $"1/{1 / seconds:0}\u00a0s")
                : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#}\u00a0s"));
        }

        if (picture.Aperture is > 0 and var aperture)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"f/{aperture:0.#}"));
        }

        if (picture.Iso is > 0 and var iso)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"ISO\u00a0{iso}"));
        }

        if (picture.FocalLength is > 0 and var length)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{length:0.#}\u00a0mm"));
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    /// <summary>"Canon EOS 40D": models often repeat their maker.</summary>
    public static string? Camera(PictureDetails picture) => (picture.CameraMake?.Trim(), picture.CameraModel?.Trim()) switch
    {
        (null or "", null or "") => null,
        (null or "", var model) => model,
        (var make, null or "") => make,
        var (make, model) when model.StartsWith(make.Split(' ')[0], StringComparison.OrdinalIgnoreCase) => model,
        var (make, model) => $"{make} {model}",
    };

    /// <summary>"4000 × 3000 pixels, JPEG, 3.2 MB".</summary>
    public static string Size(PictureDetails picture) => string.Create(
        CultureInfo.InvariantCulture,
        $"{picture.Width} × {picture.Height} pixels, {(picture.Format == "webp" ? "WebP" : picture.Format.ToUpperInvariant())}, {Bytes(picture.ByteSize)}");

    /// <summary>"Found by what it shows and by its words."; null where nothing was looked for.</summary>
    public static string? FoundBy(SearchHit hit)
    {
        List<string> ways = [];
        if (hit.ByVector)
        {
            ways.Add("by what it shows");
        }

        if (hit.ByWords)
        {
            ways.Add("by the words written about it");
        }

        if (hit.ByText)
        {
            ways.Add("by what is meant with them");
        }

        return ways switch
        {
            [] => null,
            [var one] => $"Found {one}.",
            [.. var first, var last] => $"Found {string.Join(", ", first)} and {last}.",
        };
    }

    /// <summary>"5 July 2024, 14:03 UTC", "Indexed by ViT-B-32".</summary>
    public static (string When, string What) Event(PictureEvent happened) => (
        happened.At.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture),
        happened.Kind switch
        {
            "added" => "Added to the library",
            "edited" => "Edited here",
            "seen" => $"Last seen in {happened.Detail}",
            "indexed" => $"Indexed by {happened.Detail}",
            _ => $"Tried in vain: {happened.Detail}",
        });

    /// <summary>"#8a7f70"; null for none.</summary>
    public static string? Colour(int? rgb) => rgb is { } colour ? string.Create(CultureInfo.InvariantCulture, $"#{colour:x6}") : null;

    /// <summary>"0.31 · what it shows + its words": the score, and by what it was found; null where nothing was looked for.</summary>
    public static string? Legs(SearchHit hit)
    {
        string?[] legs = [hit.ByVector ? "what it shows" : null, hit.ByWords ? "its words" : null, hit.ByText ? "their meaning" : null];
        return legs.All(static leg => leg is null)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{hit.Score:0.00} · {string.Join(" + ", legs.Where(static leg => leg is not null))}");
    }

    /// <summary>"1,200 more pictures match less".</summary>
    public static string Less(SearchAnswer answer) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(answer.LessGoesOn ? "More than " : "")}{answer.Less:N0} more {(answer is { Less: 1, LessGoesOn: false } ? "picture matches" : "pictures match")} less");

    /// <summary>What a searcher should know of an answer besides its pictures; null where that is nothing.</summary>
    public static string? Remark(SearchAnswer answer)
    {
        var guesses = answer.Guessed.Select(static guess => $"“{guess.Key}” was looked for as {string.Join(" or ", guess.Value.Select(static word => $"“{word}”"))}");
        return answer switch
        {
            { LeftOut: [{ Leg: SearchLeg.Vectors }, ..] } => "Found by what is written about the pictures alone: the model that looks at them is not here.",
            { LeftOut: [_, _, ..] } => "Found by what the pictures show alone: looking through what is written took too long.",
            { LeftOut: [{ Leg: SearchLeg.Words }] } => "Found without the words themselves: looking for them took too long.",
            { LeftOut: [{ Leg: SearchLeg.Texts }] } => "Found without what is written about the pictures being read for its meaning: Ollama does not answer at present.",
            { Guessed.Count: > 0 } => $"No picture has these words written about it: {string.Join(", ", guesses)}.",
            _ => null,
        };
    }
}
