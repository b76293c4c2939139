namespace Isaa.Sandbox;

/// <summary>What C# functions may name. A list like this has holes: it finds mistakes early, the process's walls are what holds.</summary>
internal static class AllowedNames
{
    /// <summary>Types that compilers use by themselves, wherever they are.</summary>
    private static readonly string[] OfCompilers =
    [
        "System.Runtime.CompilerServices", "System.Diagnostics.DebuggableAttribute", "System.Diagnostics.DebuggerHiddenAttribute",
        "System.Diagnostics.DebuggerBrowsableAttribute", "System.Diagnostics.DebuggerBrowsableState", "System.Diagnostics.DebuggerDisplayAttribute",
        "System.Diagnostics.DebuggerStepThroughAttribute", "System.Diagnostics.CodeAnalysis", "System.Reflection.DefaultMemberAttribute", "Microsoft.CodeAnalysis",
        "System.Security.UnverifiableCodeAttribute", "System.Security.Permissions.SecurityPermissionAttribute", "System.Security.Permissions.SecurityAction",
        "System.Runtime.InteropServices.InAttribute", "System.Threading.Monitor", "System.Threading.Lock",
    ];

    /// <summary>What the console, in the namespace System, hands out to be written to.</summary>
    private const string OfConsole = "System.IO.TextWriter";

    /// <summary>Types of an allowed namespace that lead out of it.</summary>
    private static readonly HashSet<string> Never = new(StringComparer.Ordinal)
    {
        "System.Environment", "System.AppDomain", "System.AppContext", "System.Activator", "System.GC", "System.RuntimeMethodHandle",
        "System.RuntimeFieldHandle", "System.Runtime.CompilerServices.Unsafe", "System.Runtime.CompilerServices.UnsafeAccessorAttribute",
    };

    /// <summary>Whether source code may name a type.</summary>
    /// <param name="type">The name with its namespace.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="imports">The namespaces that are allowed; <c>*</c> for all.</param>
    public static bool AllowsInSource(string type, string space, IReadOnlyList<string> imports) =>
        imports.Contains("*") || type == OfConsole || (imports.Contains(space) && !Never.Contains(type));

    /// <summary>Whether compiled code may name a type: what source may, and what compilers add.</summary>
    /// <param name="type">The name with its namespace.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="imports">The namespaces that are allowed; <c>*</c> for all.</param>
    public static bool AllowsInCode(string type, string space, IReadOnlyList<string> imports) =>
        AllowsInSource(type, space, imports) || (!Never.Contains(type) && (OfCompilers.Contains(space) || OfCompilers.Contains(type)));
}
