using System.Diagnostics;
using System.Text.Json;
using Isaa.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Api;

/// <summary>Turns every error of an endpoint into problem details; what nobody foresaw is an internal error whose details are in the log alone.</summary>
internal sealed partial class ErrorBoundary(RequestDelegate next, ILogger<ErrorBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest && context.Response.ContentType is null)
            {
                await AnswerUnroutedAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
        catch (Exception e)
        {
            LogInternal(TraceOf(context), context.Request.Path, e);
            context.Abort();
        }
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        context.Response.Clear();
        switch (exception)
        {
            case IsaaException e:
                LogRefused(e.Code, context.Request.Path, e.Message);
                return ProblemAnswer.WriteAsync(context, ProblemAnswer.StatusOf(e.Code), e.Code, e.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return AnswerTooLargeAsync(context);
            case BadHttpRequestException { InnerException: JsonException json }:
                return ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, "body_invalid", DescribeJson(json));
            case BadHttpRequestException e:
                return ProblemAnswer.WriteAsync(context, e.StatusCode, "request_invalid", e.Message);
            default:
                var trace = TraceOf(context);
                LogInternal(trace, context.Request.Path, exception);
                return ProblemAnswer.WriteAsync(context, StatusCodes.Status500InternalServerError, "internal_error",
                    "An internal error. The log has the details under the trace id.", trace);
        }
    }

    private static Task AnswerUnroutedAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ProblemAnswer.WriteAsync(context, 404, "endpoint_unknown",
            $"There is no {context.Request.Method} {context.Request.Path}. All calls are described in /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed => ProblemAnswer.WriteAsync(context, 405, "method_refused",
            $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => AnswerTooLargeAsync(context),
        StatusCodes.Status415UnsupportedMediaType => ProblemAnswer.WriteAsync(context, 415, "content_type_refused",
            "This call takes a body of type application/json."),
        var status => ProblemAnswer.WriteAsync(context, status, "request_invalid", "The request was refused."),
    };

    private static Task AnswerTooLargeAsync(HttpContext context) =>
        ProblemAnswer.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "body_too_large", "The request's body is too large; at most 1 MiB is taken.");

    // The framework's own text names types of the program; what a caller needs is the place and the missing names.
    private static string DescribeJson(JsonException json)
    {
        const string Missing = "missing required properties including: ";
        var at = json.Message.IndexOf(Missing, StringComparison.Ordinal);
        if (at >= 0)
        {
            return $"The body lacks {json.Message[(at + Missing.Length)..].TrimEnd('.')}.";
        }

        return $"The body is not the JSON this call takes, at {json.Path ?? "$"} (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}).";
    }

    private static string TraceOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    [LoggerMessage(Level = LogLevel.Debug, Message = "Refused {Path} with {Code}: {Reason}")]
    private partial void LogRefused(string code, PathString path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Internal error {TraceId} at {Path}.")]
    private partial void LogInternal(string traceId, PathString path, Exception exception);
}
