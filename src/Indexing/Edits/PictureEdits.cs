using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Edits;

/// <summary>What people write about pictures. What they wrote is not touched by what files say, now or later.</summary>
public sealed class PictureEdits
{
    // Of one picture: who sends for ever shall not make a row that cannot be read any more.
    private const int MostTags = 500;

    private readonly NpgsqlDataSource _database;

    internal PictureEdits(NpgsqlDataSource database) => _database = database;

    /// <summary>Writes about a picture. Only what is changed by it counts as a person's from now on.</summary>
    /// <returns>Whether there is such a picture.</returns>
    public async Task<bool> WriteAsync(long image, PictureEdit edit, CancellationToken cancellationToken)
    {
        const string sql = """
            with before as (
              select id, title, description, tags, persons, edited, coalesce(described, '{}') as said
              from images where id = @image and hidden_at is null
              for no key update),
            changed as (
              select *, array_remove(array[
                case when 'title' = any(@given) and title is distinct from @title then 'title' end,
                case when 'description' = any(@given) and description is distinct from @description then 'description' end,
                case when 'tags' = any(@given) and tags <> @tags::text[] then 'tags' end,
                case when 'persons' = any(@given) and persons <> @persons::text[] then 'persons' end], null) as fields,
                array(select unnest(@back::text[]) intersect select unnest(edited)) as back
              from before)
            update images i set
              title = case when 'title' = any(c.fields) then @title::text when 'title' = any(c.back) then c.said->>'title' else i.title end,
              description = case when 'description' = any(c.fields) then @description::text when 'description' = any(c.back) then c.said->>'description' else i.description end,
              tags = case when 'tags' = any(c.fields) then @tags::text[] when 'tags' = any(c.back) then array(select jsonb_array_elements_text(c.said->'tags')) else i.tags end,
              persons = case when 'persons' = any(c.fields) then @persons::text[] when 'persons' = any(c.back) then array(select jsonb_array_elements_text(c.said->'persons')) else i.persons end,
              edited = array(select unnest(c.edited) union select unnest(c.fields) except select unnest(c.back) order by 1),
              edited_at = case when c.fields <> '{}' or c.back <> '{}' then now() else i.edited_at end
            from changed c
            where i.id = c.id
            """;
        ArgumentNullException.ThrowIfNull(edit);
        var given = new List<string>();
        AddWhere(edit.Title is not null, PictureField.Title);
        AddWhere(edit.Description is not null, PictureField.Description);
        AddWhere(edit.Tags is not null, PictureField.Tags);
        AddWhere(edit.Persons is not null, PictureField.Persons);
        var arguments = new
        {
            image,
            given = given.ToArray(),
            back = edit.GivenBack.Select(NameOf).ToArray(),
            title = PlainText.Line(edit.Title, EditRules.TitleLength),
            description = PlainText.Lines(edit.Description, EditRules.DescriptionLength),
            tags = Labels(edit.Tags ?? []),
            persons = Labels(edit.Persons ?? []),
        };
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken)) > 0;

        void AddWhere(bool isGiven, PictureField field)
        {
            if (isGiven)
            {
                given.Add(NameOf(field));
            }
        }
    }

    /// <summary>Adds tags to pictures and takes tags away from them, letter case aside. What else they have stays, and goes on following their files.</summary>
    /// <returns>How many pictures there are of these; one that has some hundred tags already is given no more.</returns>
    public async Task<int> TagAsync(IReadOnlyCollection<long> images, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken)
    {
        // A tag of the file that is taken away would come back when the file is read again: then the tags are a person's.
        // In one order, so that two who tag the same pictures do not wait for each other in a circle.
        const string hold = "select id from images where id = any(@images) order by id for no key update";
        const string sql = """
            update images i set
              tags = array(select t from unnest(i.tags) with ordinality u(t, n) where lower(t) <> all(@remove) order by n)
                || array(select a from unnest(@add::text[]) with ordinality u(a, n) where lower(a) not in (select lower(t) from unnest(i.tags) t) order by n),
              edited = case
                when 'tags' = any(i.edited) or not exists (select from jsonb_array_elements_text(coalesce(i.described, '{}')->'tags') s where lower(s) = any(@remove)) then i.edited
                else i.edited || 'tags'::text end,
              edited_at = now()
            where i.id = any(@images) and i.hidden_at is null and cardinality(i.tags) < @MostTags
            """;
        var arguments = new { images = images.ToArray(), add = Labels(add), remove = Labels(remove).Select(static tag => tag.ToLowerInvariant()).ToArray(), MostTags };
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(hold, arguments, transaction, cancellationToken: cancellationToken));
        var count = await connection.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    private static string[] Labels(IEnumerable<string> labels) => PlainText.List(labels, EditRules.Labels, EditRules.LabelLength);

    private static string NameOf(PictureField field) => field.ToString().ToLowerInvariant();
}
