// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Data kept as a contract's code
/// @notice A blob is a contract whose code is the byte 00 (STOP: calling it does nothing, so it can neither run nor
/// destroy itself) followed by data. Writing costs 200 gas a byte instead of 690, reading any length of it costs
/// 2,600 gas plus 3 a word. It never changes.
library CodeBlob {
    /// @notice The account holds no blob: no code, or code that could run.
    error NotABlob(address account);
    /// @notice The chain refused to create the blob (more than 24,575 bytes, or too little gas).
    error BlobNotWritten(uint256 bytesWanted);

    /// @notice Creates a blob that holds `data`.
    function write(bytes memory data) internal returns (address blob) {
        // The first eleven bytes are a constructor that returns everything behind them.
        bytes memory creation = abi.encodePacked(hex"600b5981380380925939f3", hex"00", data);
        assembly ("memory-safe") {
            blob := create(0, add(creation, 0x20), mload(creation))
        }
        if (blob == address(0)) revert BlobNotWritten(data.length);
    }

    /// @notice Bytes of data in the blob. Reverts when the account is not a blob.
    function length(address blob) internal view returns (uint256 size) {
        uint256 first;
        assembly ("memory-safe") {
            size := extcodesize(blob)
            extcodecopy(blob, 0x00, 0, 1)
            first := byte(0, mload(0x00))
        }
        if (size == 0 || first != 0) revert NotABlob(blob);
        size -= 1;
    }

    /// @notice A copy of `count` bytes from byte `from`, in new memory. The caller keeps within `length`.
    function read(address blob, uint256 from, uint256 count) internal view returns (bytes memory data) {
        assembly ("memory-safe") {
            data := mload(0x40)
            mstore(data, count)
            let end := add(add(data, 0x20), count)
            mstore(end, 0)
            extcodecopy(blob, add(data, 0x20), add(from, 1), count)
            mstore(0x40, and(add(end, 0x1f), not(0x1f)))
        }
    }

    /// @notice The word at byte `from`. The caller keeps within `length`.
    function word(address blob, uint256 from) internal view returns (uint256 value) {
        assembly ("memory-safe") {
            extcodecopy(blob, 0x00, add(from, 1), 0x20)
            value := mload(0x00)
        }
    }
}
