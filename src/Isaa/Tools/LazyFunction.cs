using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Isaa.Tools;

/// <summary>A function whose schema and binding are worked out at first use: start-up pays for names only.</summary>
internal sealed class LazyFunction(string name, string description, Lazy<AIFunction> function) : AIFunction
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => function.Value.JsonSchema;

    public override JsonSerializerOptions JsonSerializerOptions => function.Value.JsonSerializerOptions;

    public override System.Reflection.MethodInfo? UnderlyingMethod => function.Value.UnderlyingMethod;

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        function.Value.InvokeAsync(arguments, cancellationToken);
}
