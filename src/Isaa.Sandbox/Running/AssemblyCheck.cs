using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Isaa.Sandbox.Running;

/// <summary>Looks once more, at the compiled code itself, at what it names.</summary>
internal static class AssemblyCheck
{
    /// <summary>The types outside of the allowed namespaces, and calls into native code.</summary>
    public static IReadOnlyList<string> FindForbidden(byte[] assembly, IReadOnlyList<string> imports)
    {
        if (imports.Contains("*"))
        {
            return [];
        }

        using var image = new PEReader([.. assembly]);
        var reader = image.GetMetadataReader();
        var found = new List<string>();
        foreach (var handle in reader.TypeReferences)
        {
            var type = reader.GetTypeReference(handle);
            var (space, name) = (reader.GetString(type.Namespace), reader.GetString(type.Name));
            if (type.ResolutionScope.Kind != HandleKind.TypeReference && !AllowedNames.AllowsInCode($"{space}.{name}", space, imports))
            {
                found.Add($"{space}.{name}");
            }
        }

        foreach (var handle in reader.MethodDefinitions)
        {
            var method = reader.GetMethodDefinition(handle);
            if ((method.Attributes & System.Reflection.MethodAttributes.PinvokeImpl) != 0)
            {
                found.Add($"the native function {reader.GetString(method.Name)}");
            }
        }

        return found;
    }
}
