using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs.Batches;

namespace Isaa.Jobs.Working;

/// <summary>A kind of job this process can add and, when it has the handler, run.</summary>
public abstract class JobKind
{
    private protected JobKind(string name, Type argumentsType)
    {
        Name = name;
        ArgumentsType = argumentsType;
    }

    /// <summary>The kind's name, for example <c>agent.run</c>.</summary>
    public string Name { get; }

    internal Type ArgumentsType { get; }

    internal abstract byte[] Serialize(object arguments);

    /// <exception cref="IsaaException"><c>arguments_invalid</c>.</exception>
    internal abstract object Deserialize(ReadOnlyMemory<byte> arguments, JobId job);

    /// <summary>How its jobs are put together; null when each runs alone.</summary>
    internal virtual BatchOptions? Batch => null;

    internal virtual JobBatch CreateBatch() => throw new NotSupportedException($"The jobs of kind '{Name}' run alone.");

    internal abstract Task<JobOutcome> RunAsync(ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken);
}

internal abstract class JobKind<TArguments>(string name, JsonTypeInfo<TArguments> type) : JobKind(name, typeof(TArguments))
    where TArguments : class
{
    internal override byte[] Serialize(object arguments) => JsonSerializer.SerializeToUtf8Bytes((TArguments)arguments, type);

    internal override object Deserialize(ReadOnlyMemory<byte> arguments, JobId job)
    {
        TArguments? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize(arguments.Span, type);
        }
        catch (JsonException e)
        {
            throw new IsaaException("arguments_invalid", $"The arguments of job {job} do not fit its kind '{Name}': {e.Message}", e);
        }

        return parsed ?? throw new IsaaException("arguments_invalid", $"Job {job} of kind '{Name}' has null as its arguments.");
    }
}

/// <summary>A kind whose jobs run one in a call.</summary>
internal sealed class SingleJobKind<TArguments>(string name, JsonTypeInfo<TArguments> type, Lazy<IJobHandler<TArguments>> handler)
    : JobKind<TArguments>(name, type)
    where TArguments : class
{
    internal override Task<JobOutcome> RunAsync(ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken) =>
        handler.Value.RunAsync((TArguments)Deserialize(arguments, context.Id), context, cancellationToken);
}
