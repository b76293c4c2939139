using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;

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

    internal abstract Task<JobOutcome> RunAsync(ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken);
}

internal sealed class JobKind<TArguments>(string name, JsonTypeInfo<TArguments> type, Lazy<IJobHandler<TArguments>> handler)
    : JobKind(name, typeof(TArguments))
    where TArguments : class
{
    internal override byte[] Serialize(object arguments) => JsonSerializer.SerializeToUtf8Bytes((TArguments)arguments, type);

    internal override Task<JobOutcome> RunAsync(ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken)
    {
        TArguments? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize(arguments.Span, type);
        }
        catch (JsonException e)
        {
            throw new IsaaException("arguments_invalid", $"The arguments of job {context.Id} do not fit its kind '{Name}': {e.Message}", e);
        }

        return handler.Value.RunAsync(
            parsed ?? throw new IsaaException("arguments_invalid", $"Job {context.Id} of kind '{Name}' has null as its arguments."),
            context,
            cancellationToken);
    }
}
