using System.Reflection;
using System.Text.Json;
using Isaa.Protocol.Sandbox;

namespace Isaa.Sandbox.Running;

/// <summary>Gives each parameter of a method the property of the input that has its name.</summary>
internal static class ArgumentBinding
{
    /// <summary>The parameter that takes the caller's context.</summary>
    public const string ContextName = "context";

    public static object?[] Bind(MethodInfo method, WorkerRequest request)
    {
        var input = request.Input ?? JsonElement.Parse("{}");
        var parameters = method.GetParameters();
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            arguments[i] = Bind(parameters[i], input, request);
        }

        return arguments;
    }

    private static object? Bind(ParameterInfo parameter, JsonElement input, WorkerRequest request)
    {
        var value = request.NeedsContext && parameter.Name == ContextName ? request.Context : Find(input, parameter.Name!);
        if (value is not { } given)
        {
            return parameter.HasDefaultValue
                ? parameter.DefaultValue
                : throw new FunctionFaultException("failed", "argument_missing", $"The input has no '{parameter.Name}', which the function needs.");
        }

        try
        {
            return given.Deserialize(parameter.ParameterType, ResultWriting.Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FunctionFaultException(
                "failed", "argument_invalid", $"'{parameter.Name}' of the input does not fit the parameter's type {parameter.ParameterType.Name}: {e.Message}");
        }
    }

    private static JsonElement? Find(JsonElement input, string name) => input.TryGetProperty(name, out var value) ? value : null;
}
