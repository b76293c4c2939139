using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Tools.Calling;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Isaa.Tools;

/// <summary>
/// Calls a tool for a model: checks the arguments, applies the tool's time limit, and turns whatever happens into a result. Only the caller's
/// own cancellation comes out as an exception. Thread safe.
/// </summary>
public sealed partial class ToolInvoker
{
    private const int MaxShownOfInvalid = 1_000;

    private readonly ToolOptions _options;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly ILogger<ToolInvoker> _logger;

    /// <summary>Creates the invoker.</summary>
    public ToolInvoker(IOptions<ToolOptions> options, TimeProvider time, IdSource ids, ILogger<ToolInvoker> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _ids, _logger) = (options.Value, time, ids, logger);
    }

    /// <summary>Calls a tool with arguments as they came from the model.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="name">The name the model used; it may be an alias.</param>
    /// <param name="arguments">The arguments; anything but an object is a failed call.</param>
    /// <param name="context">The run that calls.</param>
    /// <param name="cancellationToken">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public async Task<ToolResult> InvokeAsync(
        Tool tool, string name, JsonElement arguments, ToolCallContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tool);
        if (arguments.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined))
        {
            return ToError("invalid_arguments", $"The arguments of {name} must be a JSON object, not {arguments.ValueKind}.");
        }

        var named = arguments.ValueKind == JsonValueKind.Object
            ? arguments.EnumerateObject().GroupBy(static one => one.Name).ToDictionary(static one => one.Key, static one => one.Last().Value)
            : [];
        return await CallAsync(tool, name, named, context, cancellationToken);
    }

    /// <summary>Calls a tool with arguments that were taken apart already.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="name">The name the model used; it may be an alias.</param>
    /// <param name="arguments">The arguments by name; null for none.</param>
    /// <param name="context">The run that calls.</param>
    /// <param name="cancellationToken">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public Task<ToolResult> InvokeAsync(
        Tool tool, string name, IDictionary<string, object?>? arguments, ToolCallContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var named = arguments?.ToDictionary(static one => one.Key, static one => one.Value is JsonElement json
            ? json
            : JsonSerializer.SerializeToElement(one.Value, AIJsonUtilities.DefaultOptions)) ?? [];
        return CallAsync(tool, name, named, context, cancellationToken);
    }

    private async Task<ToolResult> CallAsync(
        Tool tool, string name, Dictionary<string, JsonElement> arguments, ToolCallContext context, CancellationToken cancellationToken)
    {
        using var timeout = tool.Timeout is { } limit ? new CancellationTokenSource(limit, _time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (ArgumentCheck.Explain(name, tool.Function.JsonSchema, arguments) is { } problem)
            {
                return ToError("invalid_arguments", problem);
            }

            // A method that blocks must hold up neither the calls beside it nor the watch over its time.
            var result = await Task.Run(() => tool.Function.InvokeAsync(Bind(arguments, context), either.Token).AsTask(), either.Token).WaitAsync(either.Token);
            return result is ToolWait wait ? new ToolResult { Text = "", Wait = wait } : Accept(tool, name, ResultText.Of(result));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ToError("tool_timeout", string.Create(CultureInfo.InvariantCulture, $"{name} took longer than {tool.Timeout!.Value.TotalSeconds:N0} seconds and was stopped."));
        }
        catch (IsaaException e)
        {
            return ToError(e.Code, e.Message);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            var trace = Activity.Current?.TraceId.ToString() ?? _ids.Next().ToString("N");
            LogFailed(_logger, name, context.Run.ToString(), trace, e);
            return ToError("internal_error", $"{name} failed with an internal error (trace {trace}). The arguments were not the cause as far as is known.");
        }
    }

    private static AIFunctionArguments Bind(Dictionary<string, JsonElement> arguments, ToolCallContext context)
    {
        var bound = new AIFunctionArguments { Context = new Dictionary<object, object?> { [typeof(ToolCallContext)] = context } };
        foreach (var (name, value) in arguments)
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                bound[name] = value;
            }
        }

        return bound;
    }

    private ToolResult Accept(Tool tool, string name, string text) => tool.Result?.Explain(text) is { } problem
        ? ToError("result_invalid", $"{name} was called and what it gave breaks its contract: {problem} It gave: {ResultText.Cap(text, MaxShownOfInvalid)}")
        : new ToolResult { Text = Shorten(text), Whole = text.Length > _options.MaxOutputCharacters ? text : null };

    private ToolResult ToError(string code, string message) => new() { Text = Shorten(message), IsError = true, ErrorCode = code };

    private string Shorten(string text) => ResultText.Show(text, _options.MaxOutputCharacters);

    [LoggerMessage(Level = LogLevel.Error, Message = "Tool {Tool} failed in run {Run} (trace {Trace})")]
    private static partial void LogFailed(ILogger logger, string tool, string run, string trace, Exception exception);
}
