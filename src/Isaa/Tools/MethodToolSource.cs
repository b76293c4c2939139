using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.AI;

namespace Isaa.Tools;

/// <summary>Tools from the methods of a class that carry <see cref="ToolAttribute"/>. Schemas are made when somebody asks for them.</summary>
internal sealed class MethodToolSource<T>(Func<T> create) : IToolSource
    where T : class
{
    private readonly Lazy<T> _target = new(create);

    public IEnumerable<Tool> List() =>
        from method in typeof(T).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let attribute = method.GetCustomAttribute<ToolAttribute>()
        where attribute is not null
        select ToTool(method, attribute);

    private static object BindContext(ParameterInfo parameter, AIFunctionArguments arguments) =>
        (arguments.Context is { } context && context.TryGetValue(typeof(ToolCallContext), out var value) ? value : null)
            ?? throw new InvalidOperationException($"The tool was called without the {nameof(ToolCallContext)} that its parameter '{parameter.Name}' needs.");

    private Tool ToTool(MethodInfo method, ToolAttribute attribute)
    {
        var description = method.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        return new Tool
        {
            Function = new LazyFunction(attribute.Name, description, new(() => Build(method, attribute.Name, description))),
            Kind = attribute.Kind,
            Risk = attribute.Risk,
            Aliases = attribute.Aliases,
            Categories = attribute.Categories,
            Timeout = attribute.TimeoutSeconds > 0 ? TimeSpan.FromSeconds(attribute.TimeoutSeconds) : null,
        };
    }

    private AIFunction Build(MethodInfo method, string name, string description) => AIFunctionFactory.Create(
        method,
        method.IsStatic ? null : _target.Value,
        new AIFunctionFactoryOptions
        {
            Name = name,
            Description = description,
            ExcludeResultSchema = true,
            MarshalResult = static (result, _, _) => ValueTask.FromResult(result),
            ConfigureParameterBinding = static parameter => parameter.ParameterType == typeof(ToolCallContext)
                ? new() { ExcludeFromSchema = true, BindParameter = BindContext }
                : default,
        });
}
