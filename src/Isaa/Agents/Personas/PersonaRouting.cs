namespace Isaa.Agents.Personas;

/// <summary>Chooses a persona for a request.</summary>
internal static class PersonaRouting
{
    /// <summary>The persona with the most keywords that occur in the request as whole words, the first of several; null when none has any.</summary>
    public static Persona? Choose(IReadOnlyList<Persona> personas, string request)
    {
        var words = Words(request);
        return personas
            .Select(persona => (Persona: persona, Hits: persona.Keywords.Count(keyword => Occurs(words, keyword))))
            .Where(candidate => candidate.Hits > 0)
            .OrderByDescending(candidate => candidate.Hits)
            .FirstOrDefault().Persona;
    }

    /// <summary>Those of the phrases that occur in the request as whole words.</summary>
    public static IReadOnlyList<string> Occurring(string request, IReadOnlyList<string> phrases)
    {
        var words = Words(request);
        return [.. phrases.Where(phrase => Occurs(words, phrase))];
    }

    // Between spaces, so that "code" is not found in "decode" and a keyword may have several words.
    private static bool Occurs(string words, string keyword) => Words(keyword) is { Length: > 2 } wanted && words.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    private static string Words(string text) =>
        $" {string.Join(' ', new string([.. text.Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries))} ";
}
