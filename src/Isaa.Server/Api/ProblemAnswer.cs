using System.Text.Json;
using Isaa.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Isaa.Server.Api;

/// <summary>Writes errors as RFC 9457 problem details.</summary>
internal static class ProblemAnswer
{
    public const string ContentType = "application/problem+json";

    public static async Task WriteAsync(HttpContext context, int status, string code, string detail, string? traceId = null)
    {
        var problem = new Problem
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Code = code,
            Detail = detail,
            TraceId = traceId,
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ProtocolJson.Default.Problem), context.RequestAborted);
    }

    /// <summary>The status that goes with an error's code.</summary>
    public static int StatusOf(string code) => code switch
    {
        _ when code.EndsWith("_unknown", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
        _ when code.EndsWith("_conflict", StringComparison.Ordinal) => StatusCodes.Status409Conflict,
        "cursor_expired" => StatusCodes.Status410Gone,
        "agent_busy" or "model_not_ready" or "sandbox_unavailable" or "runtime_missing" or "function_not_approved" or "function_changed"
            or "approval_changed" or "approval_decided" or "approval_expired" or "approval_withdrawn" => StatusCodes.Status409Conflict,
        _ when code == "busy" || code.StartsWith("store_", StringComparison.Ordinal) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
