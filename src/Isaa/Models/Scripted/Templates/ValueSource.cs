namespace Isaa.Models.Scripted.Templates;

/// <summary>Where a variable's value comes from.</summary>
internal sealed record ValueSource
{
    /// <summary>Written out; null when it is taken from the conversation.</summary>
    public Template? Literal { get; init; }

    /// <summary>The tool whose latest result is read; null for <see cref="From"/>.</summary>
    public string? Tool { get; init; }

    /// <summary>The placeholder that is read.</summary>
    public string From { get; init; } = "lastResult";

    /// <summary>Where in JSON, for example <c>items[0].name</c>; null for the whole.</summary>
    public string? Path { get; init; }

    /// <summary>A regular expression; its first group, or the whole match when it has none, is the value; null for the whole text.</summary>
    public Pattern? Match { get; init; }

    /// <summary>The value when nothing is found; null makes that an error.</summary>
    public Template? Default { get; init; }

    public string Read(Moment moment, string name)
    {
        if (Literal is not null)
        {
            return Literal.Fill(moment);
        }

        var text = Tool is null ? moment.Find(From) : moment.Results.LastOrDefault(result => result.Tool == Tool)?.Text;
        var found = text is null || Path is null ? text : JsonPath.Find(text, Path);
        return Captured(found, moment)
            ?? Default?.Fill(moment)
            ?? throw moment.Broken($"`set.{name}` found nothing in {(Tool is null ? From : $"the result of {Tool}")}: '{Moment.Short(text ?? "")}'; give it a `default` or another `match`");
    }

    private string? Captured(string? text, Moment moment) =>
        text is null || Match is null ? text
        : Match.Find(text, moment) is { Success: true } match ? match.Groups[match.Groups.Count > 1 ? 1 : 0].Value
        : null;
}
