namespace Isaa.Functions.Languages;

/// <summary>Finds a program of the operating system. Only its own folders are looked into: what lies elsewhere is not in the sandbox.</summary>
internal static class SystemProgram
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin"];

    public static string? Find(string name) => Folders.Select(folder => $"{folder}/{name}").FirstOrDefault(File.Exists);
}
