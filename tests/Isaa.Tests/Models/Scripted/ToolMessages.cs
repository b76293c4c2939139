using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Models.Scripted;

/// <summary>Writes tool results the way an agent does.</summary>
internal static class ToolMessages
{
    public static FunctionResultContent Result(string callId, string text, string? outcome = null) => new(callId, text)
    {
        AdditionalProperties = outcome is null ? null : new AdditionalPropertiesDictionary { [ToolCallText.OutcomeKey] = outcome },
    };
}
