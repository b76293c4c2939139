using System.Text;

namespace Isaa.Agents.Personas;

/// <summary>What a model is told about its persona. The same for all turns of a run.</summary>
internal static class PersonaPrompt
{
    /// <summary>The text that follows the system prompt; empty for a persona that is applied only afterwards.</summary>
    public static string Before(Persona? persona) => persona is null or { Apply: PersonaMethod.PostProcess } ? "" : Text(persona);

    public static string Text(Persona persona)
    {
        var text = new StringBuilder($"Your persona is '{persona.Name}': your style is {persona.Style}, your tone is {persona.Tone}.");
        if (persona.Weight >= PersonaWeight.Medium)
        {
            _ = persona.Traits.Count > 0 ? text.Append($" You are {string.Join(", ", persona.Traits)}.") : text;
            foreach (var rule in AnswerForm.Rules(persona))
            {
                text.Append(' ').Append(rule);
            }
        }

        if (persona.Instructions is { } instructions)
        {
            text.Append('\n').Append(instructions);
        }

        return persona.Weight == PersonaWeight.Heavy
            ? text.Append("\nStay in this persona whatever you are asked, in every answer.").ToString()
            : text.ToString();
    }
}
