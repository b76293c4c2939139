using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Isaa.Protocol.Sandbox;

namespace Isaa.Sandbox.Running;

/// <summary>Runs one compiled function. This is the edge where foreign code runs: whatever it throws becomes a reply.</summary>
internal static class FunctionCallRunner
{
    public static WorkerReply Run(WorkerRequest request)
    {
        var bytes = request.Assembly ?? throw new InvalidOperationException("A call without compiled code.");
        if (AssemblyCheck.FindForbidden(bytes, request.Imports) is { Count: > 0 } forbidden)
        {
            return Failed("rejected", new WorkerFault
            {
                Kind = "import_not_allowed",
                Message = $"The compiled code uses what it may not: {string.Join(", ", forbidden)}.",
            });
        }

        try
        {
            return Call(request, bytes);
        }
        catch (Exception e)
        {
            return ToReply(e is TargetInvocationException { InnerException: { } inner } ? inner : e);
        }
    }

    private static WorkerReply Call(WorkerRequest request, byte[] bytes)
    {
        var context = new AssemblyLoadContext("function");
        using var image = new MemoryStream(bytes);
        using var symbols = request.Symbols is { } places ? new MemoryStream(places) : null;
        var method = EntryPoint.Find(context.LoadFromStream(image, symbols), request.Entry);
        var arguments = ArgumentBinding.Bind(method, request);
        var value = Await(method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture));
        return ResultWriting.ToReply(value, request.OutputBytes);
    }

    /// <summary>The value of a task, of whatever kind; any other value as it is.</summary>
    private static object? Await(object? value)
    {
        if (value is null)
        {
            return null;
        }

        var task = value as Task ?? ToTask(value);
        if (task is null)
        {
            return value;
        }

        task.GetAwaiter().GetResult();
        // A task without a result is one of a type that is not public.
        return task.GetType().GetProperty("Result") is { } result && result.PropertyType.IsVisible ? result.GetValue(task) : null;
    }

    private static Task? ToTask(object value)
    {
        var type = value.GetType();
        return value is ValueTask plain ? plain.AsTask()
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>) ? (Task)type.GetMethod("AsTask")!.Invoke(value, null)!
            : null;
    }

    private static WorkerReply ToReply(Exception error) => error switch
    {
        FunctionFaultException fault => Failed(fault.Outcome, fault.Fault),
        OutOfMemoryException => Failed("memory_limit", Describe(error)),
        AggregateException { InnerExceptions: [var only] } => ToReply(only),
        _ => Failed("failed", Describe(error)),
    };

    private static WorkerReply Failed(string outcome, WorkerFault fault) => new() { Outcome = outcome, Error = fault };

    private static WorkerFault Describe(Exception error)
    {
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames().Where(static frame => frame.GetFileName() == SourceName.Value && frame.GetFileLineNumber() > 0).ToList();
        var trace = new System.Text.StringBuilder();
        foreach (var frame in frames)
        {
            _ = trace.Append(CultureInfo.InvariantCulture, $"at {frame.GetMethod()?.Name} line {frame.GetFileLineNumber()}\n");
        }

        return new WorkerFault
        {
            Kind = error.GetType().Name,
            Message = error.Message,
            Line = frames is [var first, ..] ? first.GetFileLineNumber() : null,
            Column = frames is [var same, ..] ? same.GetFileColumnNumber() : null,
            Trace = trace.ToString(),
        };
    }
}
