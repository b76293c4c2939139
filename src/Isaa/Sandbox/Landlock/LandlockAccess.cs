namespace Isaa.Sandbox.Landlock;

/// <summary>What Landlock can forbid, with the numbers of the kernel.</summary>
[Flags]
internal enum LandlockAccess : ulong
{
    None = 0,
    Execute = 1 << 0,
    WriteFile = 1 << 1,
    ReadFile = 1 << 2,
    ReadFolder = 1 << 3,
    RemoveFolder = 1 << 4,
    RemoveFile = 1 << 5,
    MakeCharacterDevice = 1 << 6,
    MakeFolder = 1 << 7,
    MakeFile = 1 << 8,
    MakeSocket = 1 << 9,
    MakePipe = 1 << 10,
    MakeBlockDevice = 1 << 11,
    MakeLink = 1 << 12,

    /// <summary>Moving and linking between folders; from version 2.</summary>
    Move = 1 << 13,

    /// <summary>From version 3.</summary>
    Truncate = 1 << 14,

    /// <summary>From version 5.</summary>
    ControlDevice = 1 << 15,

    /// <summary>What a file, rather than a folder, can be opened for.</summary>
    OfFiles = Execute | WriteFile | ReadFile | Truncate | ControlDevice,

    Read = Execute | ReadFile | ReadFolder,

    Write = Read | WriteFile | RemoveFolder | RemoveFile | MakeFolder | MakeFile | MakeSocket | MakePipe | MakeLink | Move | Truncate,

    /// <summary>Reading, and writing to what is there already.</summary>
    Devices = ReadFile | ReadFolder | WriteFile | Truncate,
}
