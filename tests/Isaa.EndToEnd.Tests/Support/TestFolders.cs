namespace Isaa.EndToEnd.Tests.Support;

/// <summary>A home and a folder to work in, removed afterwards.</summary>
internal sealed class TestFolders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("isaa-e2e-");

    public TestFolders()
    {
        Work = _root.CreateSubdirectory("work").FullName;
        Isaa = new IsaaProgram(Path.Combine(_root.FullName, "home"));
    }

    public string Root => _root.FullName;

    public string Work { get; }

    public IsaaProgram Isaa { get; }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
