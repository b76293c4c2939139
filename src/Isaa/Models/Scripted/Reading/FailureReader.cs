using Isaa.Diagnostics;
using Isaa.Models.Scripted.Actions;
using Isaa.Schemas.Yaml;

namespace Isaa.Models.Scripted.Reading;

/// <summary>Reads how a turn fails: <c>error</c>, <c>refuse</c> or <c>cut</c>.</summary>
internal sealed class FailureReader(TextReader texts)
{
    private static readonly string[] Kinds = ["error", "refuse", "cut"];

    private static readonly Dictionary<string, bool> TransientByCode = new()
    {
        ["model_rate_limited"] = true,
        ["model_unavailable"] = true,
        ["model_stream_cut"] = true,
        ["model_timeout"] = true,
        ["model_bad_answer"] = true,
        ["model_auth"] = false,
        ["model_rejected"] = false,
        ["model_context_exceeded"] = false,
    };

    public FailureAction? Read(YamlMap turn)
    {
        var given = Kinds.Where(turn.Has).ToList();
        if (given.Count > 1)
        {
            turn.Problem(given[1], $"and `{given[0]}` cannot stand in one turn.");
        }

        return given.FirstOrDefault() switch
        {
            "error" => Error(turn.Map("error")),
            "refuse" => new FailureAction { Code = "model_rejected", IsTransient = false, Message = texts.Text(turn, "refuse") ?? new("") },
            "cut" => Cut(turn.Map("cut")),
            _ => null,
        };
    }

    private FailureAction? Error(YamlMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var code = map.RequiredText("code");
        if (code.Length > 0 && !TransientByCode.ContainsKey(code))
        {
            map.Problem("code", $"is not an error of models.{NearestNames.Hint(code, TransientByCode.Keys)}");
        }

        var failure = new FailureAction
        {
            Code = code,
            IsTransient = TransientByCode.GetValueOrDefault(code),
            Message = texts.Text(map, "message") ?? new("The playbook made this error."),
            RetryAfter = map.Duration("retryAfter"),
            Times = map.Whole("times", 1),
        };
        map.End();
        return failure;
    }

    private static FailureAction? Cut(YamlMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var failure = new FailureAction
        {
            Code = "model_stream_cut",
            IsTransient = true,
            Message = new("The playbook cut this answer off."),
            AfterCharacters = map.Whole("afterCharacters"),
            Times = map.Whole("times", 1),
        };
        map.End();
        return failure;
    }
}
