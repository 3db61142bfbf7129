using System.Text.Json;
using Photoseek.Indexing.Edits;

namespace Photoseek.App.Http.Images;

/// <summary>
/// What is written about a picture: <c>title</c>, <c>description</c>, <c>tags</c>, <c>persons</c> and <c>caption</c>. A field that
/// is not there stays as it is; null has the file (of the caption: the model) say it again.
/// </summary>
/// <param name="Edit">All but the caption.</param>
/// <param name="HasCaption">Whether the caption is to be written.</param>
/// <param name="Caption">The caption; null for the model's.</param>
internal sealed record EditBody(PictureEdit Edit, bool HasCaption, string? Caption)
{
    private const string CaptionField = "caption";

    /// <exception cref="RequestRefusedException">Some of it is wrong; all of that is named.</exception>
    public static async Task<EditBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var document = await JsonBody.ParseAsync(request, cancellationToken);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "Send an object with what is to be written.");
        }

        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (edit, back, hasCaption, caption) = (new PictureEdit(), new List<PictureField>(), false, (string?)null);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name == CaptionField)
            {
                hasCaption = true;
                caption = property.Value.ValueKind == JsonValueKind.Null ? null : Text(property);
            }
            else if (!EnumNames.TryRead<PictureField>(property.Name, out var field))
            {
                errors[property.Name] = "There is no such field.";
            }
            else if (property.Value.ValueKind == JsonValueKind.Null)
            {
                back.Add(field);
            }
            else
            {
                edit = field switch
                {
                    PictureField.Title => edit with { Title = Text(property) },
                    PictureField.Description => edit with { Description = Text(property) },
                    PictureField.Tags => edit with { Tags = Texts(property) },
                    _ => edit with { Persons = Texts(property) },
                };
            }
        }

        foreach (var (field, sentence) in EditRules.Check(edit))
        {
            errors.TryAdd(field.ToString().ToLowerInvariant(), sentence);
        }

        if (caption?.Length > Indexing.Captions.LibraryCaptions.MostCharacters)
        {
            errors[CaptionField] = $"Write at most {Indexing.Captions.LibraryCaptions.MostCharacters} characters.";
        }

        return errors.Count == 0
            ? new EditBody(edit with { GivenBack = back }, hasCaption, caption)
            : throw new RequestRefusedException(ProblemKind.InvalidRequest, "One or more fields are wrong.") { Errors = errors };

        string? Text(JsonProperty property)
        {
            var text = JsonBody.TryText(property.Value);
            if (text is null)
            {
                errors[property.Name] = "Must be text, or null for what the file says.";
            }

            return text;
        }

        IReadOnlyList<string>? Texts(JsonProperty property)
        {
            if (property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().Select(JsonBody.TryText).ToList() is var texts && !texts.Contains(null))
            {
                return texts.OfType<string>().ToList();
            }

            errors[property.Name] = "Must be a list of texts, or null for what the file says.";
            return null;
        }
    }
}
