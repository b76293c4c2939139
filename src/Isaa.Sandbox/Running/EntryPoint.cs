using System.Reflection;

namespace Isaa.Sandbox.Running;

/// <summary>Finds the method that a function's name means.</summary>
internal static class EntryPoint
{
    private const BindingFlags Own = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static MethodInfo Find(Assembly assembly, string name)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type.GetMethods(Own).FirstOrDefault(method => method.Name == name && !method.ContainsGenericParameters) is { } method)
            {
                return method;
            }
        }

        throw new FunctionFaultException("failed", "entry_missing", $"The compiled code has no static method {name}.");
    }
}
