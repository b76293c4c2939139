using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Isaa.Tests.Architecture;

/// <summary>Writes the public types and members of an assembly as sorted lines.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(byte)] = "byte",
    };

    public static string Describe(Assembly assembly)
    {
        var lines = assembly.GetExportedTypes()
            .Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal))
            .SelectMany(type => Members(type).Select(member => $"{Name(type, full: true)}: {member}").Prepend(Declaration(type)))
            .Order(StringComparer.Ordinal);
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string Declaration(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var parents = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(parent => parent.IsVisible && !Name(parent).StartsWith("IEquatable", StringComparison.Ordinal))
            .Select(parent => Name(parent)).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } super && super != typeof(object) && super != typeof(ValueType) && super != typeof(Enum))
        {
            parents.Insert(0, Name(super));
        }

        return $"{Name(type, full: true)} {kind}{(parents.Count > 0 && !type.IsEnum ? " : " + string.Join(", ", parents) : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var field in type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName))
        {
            yield return field.IsLiteral
                ? $"const {Name(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}"
                : $"{Static(field.IsStatic)}{Name(field.FieldType)} {field.Name}";
        }

        foreach (var property in type.GetProperties(Declared).Where(IsOpen))
        {
            yield return Describe(property);
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(IsOpen))
        {
            yield return $"new({Parameters(constructor)})";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsOpen(method) && IsWritten(method)))
        {
            yield return $"{Static(method.IsStatic)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})";
        }

        foreach (var happening in type.GetEvents(Declared).Where(happening => happening.AddMethod is { } add && IsOpen(add)))
        {
            yield return $"event {Name(happening.EventHandlerType!)} {happening.Name}";
        }
    }

    private static string Describe(PropertyInfo property)
    {
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var set = property.SetMethod is { } setter && IsOpen(setter) ? isInit ? " init;" : " set;" : "";
        var index = property.GetIndexParameters().Length > 0 ? $"[{string.Join(", ", property.GetIndexParameters().Select(Describe))}]" : "";
        return $"{Static((property.GetMethod ?? property.SetMethod)!.IsStatic)}{required}{Name(property.PropertyType)} {property.Name}{index} {{ get;{set} }}";
    }

    private static bool IsOpen(PropertyInfo property) => property.GetMethod is { } getter && IsOpen(getter) && property.Name != "EqualityContract";

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsWritten(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.IsDefined(typeof(CompilerGeneratedAttribute))
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && method.Name is not ("PrintMembers" or "GetHashCode" or "Equals" or "op_Equality" or "op_Inequality");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Describe));

    private static string Describe(ParameterInfo parameter) =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : "")}";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type, bool full = false)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        var outer = type is { IsNested: true, IsGenericParameter: false, DeclaringType: { } parent } ? Name(parent, full) + "." : full ? type.Namespace + "." : "";
        var mark = type.Name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0
            ? outer + type.Name
            : $"{outer}{type.Name[..mark]}<{string.Join(", ", type.GetGenericArguments().Select(argument => Name(argument)))}>";
    }
}
