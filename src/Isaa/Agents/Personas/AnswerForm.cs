using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Schemas.Yaml;

namespace Isaa.Agents.Personas;

/// <summary>The form and length a persona's answers have: what a model is told about them, and whether an answer keeps to them.</summary>
internal static partial class AnswerForm
{
    /// <summary>What a model is told.</summary>
    public static IEnumerable<string> Rules(Persona persona)
    {
        if (persona.Format != AnswerFormat.FreeText)
        {
            yield return $"{Rule(persona.Format)}.";
        }

        if (persona.Length is { } length)
        {
            var (min, max) = Words(length);
            yield return $"Your answer has {min} to {max} words.";
        }
    }

    /// <summary>How well an answer keeps to the form, from 0 to 1, and in what it does not.</summary>
    public static (double Score, IReadOnlyList<string> Faults) Judge(Persona persona, string answer)
    {
        var faults = new List<string>();
        var scores = new List<double>();
        if (persona.Format != AnswerFormat.FreeText)
        {
            var fits = Fits(persona.Format, answer);
            scores.Add(fits ? 1 : 0);
            if (!fits)
            {
                faults.Add($"{Rule(persona.Format)}; yours does not.");
            }
        }

        if (persona.Length is { } length)
        {
            var (min, max) = Words(length);
            var count = Word().Count(answer);
            scores.Add(count < min ? (double)count / min : count > max ? (double)max / count : 1);
            if (count < min || count > max)
            {
                faults.Add($"Your answer has {min} to {max} words; yours has {count}.");
            }
        }

        return (scores.Count == 0 ? 1 : scores.Average(), faults);
    }

    private static (int Min, int Max) Words(AnswerLength length) => length switch
    {
        AnswerLength.MiniChat => (10, 50),
        AnswerLength.ChatConversation => (50, 150),
        AnswerLength.TableConversation => (100, 250),
        AnswerLength.DetailedIndepth => (300, 800),
        _ => (800, 2000),
    };

    private static string Rule(AnswerFormat format) => format switch
    {
        AnswerFormat.WithTables => "Your answer holds a Markdown table",
        AnswerFormat.WithBulletPoints => "Your answer holds bullet points, each on a line that begins with '- '",
        AnswerFormat.WithLists => "Your answer holds a numbered list, each item on a line that begins with '1. ', '2. ' and so on",
        AnswerFormat.TextOnly => "Your answer is plain text without any markup",
        AnswerFormat.MdText => "Your answer is Markdown with headings",
        AnswerFormat.YamlText => "Your answer is one YAML document that is a mapping, and nothing else",
        AnswerFormat.JsonText => "Your answer is one JSON value, and nothing else",
        AnswerFormat.PseudoCode => "Your answer holds pseudo code in a fenced block",
        AnswerFormat.CodeStructure => "Your answer holds code in fenced blocks with the language named",
        _ => "Your answer may have any form",
    };

    private static bool Fits(AnswerFormat format, string answer) => format switch
    {
        AnswerFormat.WithTables => Table().IsMatch(answer),
        AnswerFormat.WithBulletPoints => Bullet().IsMatch(answer),
        AnswerFormat.WithLists => Numbered().IsMatch(answer),
        AnswerFormat.TextOnly => !Markup().IsMatch(answer),
        AnswerFormat.MdText => Heading().IsMatch(answer),
        AnswerFormat.YamlText => IsYaml(answer),
        AnswerFormat.JsonText => IsJson(answer),
        AnswerFormat.PseudoCode => Fence().IsMatch(answer),
        AnswerFormat.CodeStructure => NamedFence().IsMatch(answer),
        _ => true,
    };

    private static bool IsJson(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsYaml(string answer)
    {
        var problems = new YamlProblems("answer");
        return YamlText.Read(answer, problems) is not null && problems.Count == 0;
    }

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}'’_-]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*\|?.*\|.*\r?\n\s*\|?[ :|-]*-{3,}[ :|-]*\|[ :|-]*", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s*[-*•] \S", RegexOptions.Multiline)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\s*1[.)] \S", RegexOptions.Multiline)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\s*(?:#{1,6} |[-*] |>|\||```)|\*\*|__|`|<[a-z]+>", RegexOptions.Multiline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"^#{1,6} \S", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```[\s\S]*^```", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```[A-Za-z][\s\S]*^```", RegexOptions.Multiline)]
    private static partial Regex NamedFence();
}
